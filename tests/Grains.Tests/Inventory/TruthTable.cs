namespace Omnichannel.Inventory;

/// <summary>One line of a truth table: what is so, what is asked, what is told.</summary>
internal sealed record Row<TGiven, TStatus>(string Name, Func<TGiven> Given, Func<TGiven, TStatus> When, TStatus Then) where TStatus : struct, Enum
{
    public void Check() => Assert.Equal(Then, When(Given()));
}

/// <summary>A class whose table says which outcomes it shows; <see cref="StatusCoverageTests"/> looks for outcomes that none shows.</summary>
internal interface ITruthTable
{
    static abstract IEnumerable<Enum> Outcomes { get; }
}
