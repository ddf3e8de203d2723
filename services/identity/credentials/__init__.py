"""Credentials: passwords, six-digit codes, session tokens, API keys, one-time links. Pure; rows and events are elsewhere.

What is secret leaves this package once, to its owner; what is stored is a hash.
Source: product decisions 34 and 35.
"""
