# swarmdeck as an image. How it is built, run and sized: docs/deployment.md
ARG NODE_IMAGE=node:26-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
# Without scripts: they would build before the sources are there, and fetch a Node that the image has.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY presets presets
COPY components components
COPY src src
RUN npm run build

FROM base AS production
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
# Process 1 has to reap what programs of agents (provider: exec, MCP servers) leave behind.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
# Writable for any user: docker run --user may name another one than the image does.
RUN chmod 755 bin/swarmdeck.js \
 && ln -s /app/bin/swarmdeck.js /usr/local/bin/swarmdeck \
 && install -d -m 1777 /swarm /var/lib/swarmdeck \
 && swarmdeck --version

ENV LANG=C.UTF-8 \
    SWARMDECK_HOME=/var/lib/swarmdeck
# Specs and `swarm-runs/` are in /swarm; presets, the history and what limits of hours and days count in the other.
WORKDIR /swarm
VOLUME ["/swarm", "/var/lib/swarmdeck"]
# The user `node` of the image, by number: so Kubernetes sees that it is not root.
USER 1000:1000
ENTRYPOINT ["/usr/bin/tini", "--", "swarmdeck"]
