"""How statements are weighed, learnt from labelled questions: the weights of `assistant/choosing/selection.json`."""
