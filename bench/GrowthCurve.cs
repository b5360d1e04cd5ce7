namespace Omnichannel.Bench;

/// <summary>One table of the growth section.</summary>
internal sealed record GrowthCurve(string Title, string[] Columns)
{
    public List<string[]> Rows { get; } = [];
}
