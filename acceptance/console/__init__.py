"""The console: web pages for the people who run terminals. Nobody sees a citizen's answers here."""
