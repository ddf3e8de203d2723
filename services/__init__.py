"""The rooms of the Billing Center: one package each, and the kernel that all of them stand on."""
