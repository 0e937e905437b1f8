"""The only package that knows Qt. It shows a session, passes touches on, and decides nothing about a filing."""
