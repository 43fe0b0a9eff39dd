"""How well each statement answers: signals and priors added up, the best read again, and how sure they answer."""
