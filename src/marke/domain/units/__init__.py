"""Production units: members' projects inside the enterprise, who acts in them, and how they open and close."""
