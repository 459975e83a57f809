"""newslab: who is mentioned, who is reported to have said what, and what is claimed in English news."""
