"""How statements are weighed, learnt from labelled questions: `assistant/choosing/weighing/selection.json`."""
