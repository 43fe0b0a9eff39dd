"""How fast the assistant is: alone, beside others, and with an index that grows."""
