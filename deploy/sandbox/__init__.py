"""Sandbox: a stand-in cashier. It speaks Alipay's protocol with real RSA2 signatures, and enough of Stripe's, and has pay buttons.

For the embedded default and for tests; no money is behind it. It listens on the loopback interface only; its keys are made at first start.
What it signs and verifies it does with another library than the adapters, so that both would have to be wrong in the same way.
"""
