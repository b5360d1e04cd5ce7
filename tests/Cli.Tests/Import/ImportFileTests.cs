using System.Text;

namespace Omnichannel.Import;

public sealed class ImportFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Parts_OfACsv_RepeatTheHeadingAndCountTheRows()
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(row => $"A-{row},x,{row}\r\n"));
        var file = Written($"\u00ef\u00bb\u00bfsku,location,onHand\r\n\r\n{rows}");

        var parts = file.Parts().ToList();

        Assert.True(file.IsCsv);
        Assert.True(parts.Count > 2);
        Assert.All(parts, part => Assert.StartsWith("sku,location,onHand\nA-", Encoding.UTF8.GetString(part.Body), StringComparison.Ordinal));
        Assert.Equal(20_000, parts.Sum(part => part.RowsCount));
        Assert.Equal(parts[0].RowsCount + parts[1].RowsCount, parts[2].RowsBefore);
        Assert.StartsWith($"A-{parts[2].RowsBefore + 1},x,", Encoding.UTF8.GetString(parts[2].Body).Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_OfNdjson_HaveNoHeading()
    {
        var file = Written("\n{\"sku\":\"A\"}\n \n{\"sku\":\"B\"}");

        var part = Assert.Single(file.Parts());
        Assert.False(file.IsCsv);
        Assert.Equal((1, 3, "{\"sku\":\"A\"}\n \n{\"sku\":\"B\"}\n"), (part.Number, part.RowsCount, Encoding.UTF8.GetString(part.Body)));
    }

    [Fact]
    public void Parts_WhenALineIsEndless_KeepOnlyItsStart()
    {
        var file = Written($"sku,location,onHand\nA,x,1\n{new string('y', 500_000)}\nB,x,2\n");

        var lines = Encoding.UTF8.GetString(Assert.Single(file.Parts()).Body).Split('\n');
        Assert.Equal((5, Limits.ImportRowBytesMax + 1, "B,x,2"), (lines.Length, lines[2].Length, lines[3]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sku,location,onHand\n\n")]
    public void HasRows_WhenThereAreNone_IsFalse(string text) => Assert.False(Written(text).HasRows);

    [Fact]
    public async Task KeyOfContent_ForTheSameRows_IsTheSame()
    {
        var first = await Written("sku,location,onHand\nA,x,1\n").KeyOfContentAsync(CancellationToken.None);
        Assert.Equal(first, await Written("sku,location,onHand\nA,x,1\n").KeyOfContentAsync(CancellationToken.None));
        Assert.NotEqual(first, await Written("sku,location,onHand\nA,x,2\n").KeyOfContentAsync(CancellationToken.None));
    }

    public void Dispose() => File.Delete(_path);

    private ImportFile Written(string text)
    {
        File.WriteAllBytes(_path, Encoding.Latin1.GetBytes(text));
        return new(_path);
    }
}
