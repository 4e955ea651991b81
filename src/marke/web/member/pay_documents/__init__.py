"""What a worker receives on paper about their pay."""
