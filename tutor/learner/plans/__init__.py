"""Study plans: a wish in words, steps, weeks, what can be skipped, and files to take along."""
