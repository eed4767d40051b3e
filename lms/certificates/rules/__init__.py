"""Pure decisions about certificates: numbers, names, standing, words."""
