"""Who looks at the page: cookies, passwords and the door."""
