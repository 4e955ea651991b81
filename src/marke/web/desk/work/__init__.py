"""Work at the desk: who starts when, what is to be declared, weighed, and who is ill."""
