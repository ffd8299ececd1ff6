# The mock in a container: see docs/container.md.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 SOURCE_DATE_EPOCH=1767225600
WORKDIR /src
COPY . .
RUN python -m pip wheel --no-deps --wheel-dir /wheels .
RUN python -m venv /opt/dolfin-mock
RUN /opt/dolfin-mock/bin/python -m pip install --constraint container/constraints.txt /wheels/*.whl

FROM python:3.11-slim
COPY --from=build /opt/dolfin-mock /opt/dolfin-mock
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin dolfin-mock
# In a container loopback is nobody's: it listens to all, and the control API is off until a token is given.
ENV PATH=/opt/dolfin-mock/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DOLFIN_MOCK_HOST=0.0.0.0
USER 10001
WORKDIR /
EXPOSE 4010
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["dolfin-mock", "health"]
ENTRYPOINT ["dolfin-mock"]
CMD ["serve"]
