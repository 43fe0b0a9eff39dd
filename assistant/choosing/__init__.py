"""The statements that answer a question: found, weighed, put in order, and doubted.

Four files call all others, in this order: `in_parts` (which questions a text asks), `finder` (what question a follow-up
means), `question_search` (what is searched for), `ranking` (which statement is best). `weighing` adds up what speaks
for each statement, `ordering` says which goes first after that, and `overall` tells what no single one does.
`docs/answers.md` tells each step with an example.
"""
