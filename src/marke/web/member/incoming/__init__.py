"""What suppliers sent to a unit over the network: book it as a cost with one tap."""
