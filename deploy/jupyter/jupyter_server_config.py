"""What holds in a class, besides scripts/jupyter: who is away gives memory back."""

c = get_config()  # noqa: F821

# A kernel that has computed nothing for an hour ends, an open tab or not; one that trains goes on.
c.MappingKernelManager.cull_idle_timeout = 3600
c.MappingKernelManager.cull_interval = 300
c.MappingKernelManager.cull_connected = True
c.MappingKernelManager.cull_busy = False

# A server without kernels and without a reader ends an hour later.
c.ServerApp.shutdown_no_activity_timeout = 3600
