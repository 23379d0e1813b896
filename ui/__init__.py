"""Front doors: the command line and the web chat. They render events and decide nothing."""
