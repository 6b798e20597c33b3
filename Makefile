# Two commands do everything: `make serve` (without make: sh .ci/go serve) and `make test` (sh .ci/go test).
.PHONY: serve test prove lint
serve test prove lint:
	@sh .ci/go $@ $(ARGS)
