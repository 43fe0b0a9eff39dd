"""From chosen statements to claims: how many, what is said first, and what is set off.

`compose` makes the claims and asks `yes_or_no` for the word in front; `emphasise` sets words off; `join` makes one
answer of those to the parts of a question.
"""
