"""Training: a run's tables are in `models`, what is done with runs in the rooms.

`methods` says how a model is tuned, `runs` launches, reads and ends runs, `following` keeps them up to date,
and `google` is what the methods there share. What they give each other is in `method`, `exchanged`, `costs`,
`parameters`, `run_files` and `instruction`.
"""
