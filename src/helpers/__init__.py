"""Which of these two roles? Official occupation tables compared, with the source behind every number."""
