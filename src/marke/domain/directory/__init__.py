"""What the enterprise knows about its clients beyond who they are: trust, registers, lists that are read in."""
