"""What changes in wages: runs and payslips."""
