"""How statements are weighed, learnt from labelled questions; the weights ship as `assistant/selection.json`."""
