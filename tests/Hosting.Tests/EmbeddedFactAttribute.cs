namespace Omnichannel.Hosting;

/// <summary>A semantics that this host adds to Orleans' own: grains may not rely on it. <c>tests/Cluster.Tests</c>, which runs the same sources on Orleans, skips it by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedFactAttribute : FactAttribute;
