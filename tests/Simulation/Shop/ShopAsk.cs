namespace Omnichannel.Simulation.Shop;

/// <summary>What one try was told.</summary>
/// <param name="Code">The status of the grain.</param>
/// <param name="IsDone">It had its effect, now or before.</param>
/// <param name="Told">What every repeat of it has to say again; null when there is nothing.</param>
public sealed record ShopAnswer(string Code, bool IsDone, string? Told = null)
{
    /// <summary>False while the grid is still at it: the same ask has to be sent again.</summary>
    public bool IsFinal { get; init; } = true;
}

/// <summary>The event that an acknowledged ask has left behind: one of these kinds, with this id, once.</summary>
public sealed record ShopEffect(string Id, params string[] Tags);

/// <summary>One intent of one client, fixed before it is sent first.</summary>
/// <param name="Name">What it is, for a person.</param>
/// <param name="Effect">Null when nobody can say what it leaves behind.</param>
/// <param name="Prize">What is given to one only: whoever is told that it is done under this name, with another value than somebody before, was told a lie.</param>
public sealed record ShopAsk(string Name, ShopEffect? Effect, Func<IGrainFactory, Task<ShopAnswer>> Call, (string Name, string Value)? Prize = null);
