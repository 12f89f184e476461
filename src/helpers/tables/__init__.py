"""What ships: what each table holds, how it is read, where it comes from, and titles, areas and crosswalks."""
