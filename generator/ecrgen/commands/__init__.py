"""What the commands do besides the pipeline: jobs in parallel, their results, what is
printed.
"""
