"""The yearly slips of pay for the tax office (281.10), sent through Belcotax-on-web."""
