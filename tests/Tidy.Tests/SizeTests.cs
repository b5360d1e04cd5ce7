using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

public sealed partial class SizeTests
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 70;
    private const int LineLengthMax = 180;
    private const int ProseLengthMax = 300;
    private const int FileBytesMax = 1024 * 1024;

    [Fact]
    public void Files_AreNoLongerThanCanBeRead() =>
        Complaints.None(Repository.Code.Where(file => file.Lines.Length > FileLinesMax).Select(file => $"{file.Path}: {file.Lines.Length} lines, {FileLinesMax} at most"));

    [Fact]
    public void Lines_AreNoLongerThanTheScreen() =>
        Complaints.None(Complaints.Lines(Repository.Code, IsTooLong, $"longer than {LineLengthMax}"));

    // By indentation: a body begins at a line that is a brace alone and ends at the brace below it.
    [Fact]
    public void Methods_AreNoLongerThanCanBeKeptInMind() => Complaints.None(
        from file in Repository.Code
        from body in Bodies(file.Lines)
        where body.Length > MethodLinesMax
        select $"{file.Path}:{body.Start}: a body of {body.Length} lines, {MethodLinesMax} at most");

    [Fact]
    public void TrackedFiles_AreSmall() => Complaints.None(
        Repository.Files.Where(file => new FileInfo(file.FullPath).Length > FileBytesMax).Select(file => $"{file.Path}: {new FileInfo(file.FullPath).Length} bytes"));

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void Bodies_AreMeasured(int length, int tooLong)
    {
        string[] lines = ["class C", "{", "    void M()", "    {", .. Enumerable.Repeat("        Step();", length), "    }", "}"];
        Assert.Equal(tooLong, Bodies(lines).Count(body => body.Length > MethodLinesMax));
    }

    // A sentence or a sample document does not read better in pieces: what is quoted counts less, and so does a comment.
    private static bool IsTooLong(string line) =>
        line.Length > ProseLengthMax || (!line.TrimStart().StartsWith("///", StringComparison.Ordinal) && Literal().Replace(line, "").Length > LineLengthMax);

    private static IEnumerable<(int Start, int Length)> Bodies(string[] lines)
    {
        var open = new Stack<(int Line, bool IsType)>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Trim() == "{") open.Push((index, IsType(lines, index)));
            else if (Closing().IsMatch(lines[index]) && open.TryPop(out var start) && !start.IsType) yield return (start.Line + 1, index - start.Line - 1);
        }
    }

    private static bool IsType(string[] lines, int brace)
    {
        for (var index = brace - 1; index >= 0 && lines[index].Trim() is not ("" or "{" or "}"); index--)
        {
            if (Type().IsMatch(lines[index])) return true;
        }

        return false;
    }

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*\}[;,)]*( .*)?$")]
    private static partial Regex Closing();

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*(class|struct|record|interface|enum|namespace)\b")]
    private static partial Regex Type();
}
