"""What can be typed besides the everyday commands? One module a subject; web.cli mounts them."""
