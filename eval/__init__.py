"""The evaluation harness: labelled questions, measures with intervals, comparisons, a gate and a report."""
