"""First pages: what a visitor finds, and what each role does now. Each card counts and links, and owns no table."""
