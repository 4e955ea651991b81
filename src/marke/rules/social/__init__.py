"""What any country's declarations and documents of pay are made from, and what they answer."""
