"""Who fits whom among all that is published, now? The market of the tables, kept up to date."""
