"""From chosen statements to claims: how many, what is said first, and what is set off."""
