"""The documents themselves, whole, in one transactional file from which everything else can be rebuilt."""
