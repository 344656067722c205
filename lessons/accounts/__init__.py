"""Who learns and who teaches: users, guests, signing in, rights."""
