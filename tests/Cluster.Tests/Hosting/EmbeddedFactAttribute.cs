namespace Omnichannel.Hosting;

/// <summary>A semantics that the Embedded host adds to Orleans' own; skipped by name here.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute() => Skip = "The Embedded host promises this, Orleans does not.";
}
