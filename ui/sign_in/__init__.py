"""Who is asking: the machine's own person, one whom a trusted proxy or a password names, or a token's. Who is unknown gets nothing."""
