"""The subcommands of `tinnhiem`: read arguments, call services, say what happened."""
