"""What every other layer may use: no tables, no pandas."""
